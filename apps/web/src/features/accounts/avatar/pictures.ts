import { defineStore } from 'pinia';
import { shallowReactive, watch } from 'vue';
import { useClient } from '@/app/client';
import { useAccount } from '../store';

/** The sizes that the server keeps. */
const SIZES = [64, 160, 640] as const;

/** The smallest kept size that is sharp on this screen. */
export function pixelsFor(side: number, density: number): number {
  return SIZES.find((size) => size >= side * Math.min(density, 2)) ?? SIZES[SIZES.length - 1]!;
}

/** Addresses of pictures in this page, by version and size. They end with the sign-in. */
export const usePictures = defineStore('pictures', () => {
  const client = useClient();
  const me = useAccount();
  const urls = shallowReactive(new Map<string, string>());

  watch(
    () => me.account?.id,
    () => {
      urls.forEach((url) => URL.revokeObjectURL(url));
      urls.clear();
    },
  );

  const keyOf = (avatar: string, pixels: number) => `${avatar}/${pixels}`;

  async function load(avatar: string, pixels: number): Promise<void> {
    const key = keyOf(avatar, pixels);
    if (urls.has(key)) return;
    const owner = me.account?.id;
    // Without its picture somebody is still told by the letters.
    const picture = await client.picture(avatar, pixels).catch(() => null);
    if (picture && !urls.has(key) && me.account?.id === owner) urls.set(key, URL.createObjectURL(picture));
  }

  return { load, urlOf: (avatar: string, pixels: number) => urls.get(keyOf(avatar, pixels)) };
});
