import type { EarlierText, MessageCommands, PinnedMessage } from '@kamachat/client';
import { refusal } from './refusal';

/** Takes notes of what is done to messages. */
export class FakeMessages implements MessageCommands {
  readonly calls: string[] = [];
  /** With this code everything is refused. */
  refuses = '';
  pinned: readonly PinnedMessage[] = [];
  earlier: readonly EarlierText[] = [];

  inTime: MessageCommands['inTime'] = () => true;
  edit = async (id: string, seq: number, text: string, version: number) =>
    this.#note(`edit ${id} ${seq} ${text} ${version}`);
  recall = async (id: string, seq: number) => this.#note(`recall ${id} ${seq}`);
  react = async (id: string, seq: number, emoji: string, on: boolean) =>
    this.#note(`${on ? 'react' : 'unreact'} ${id} ${seq} ${emoji}`);
  pin = async (id: string, seq: number, on: boolean) => this.#note(`${on ? 'pin' : 'unpin'} ${id} ${seq}`);
  deleteForMe = async (id: string, seq: number) => this.#note(`hide ${id} ${seq}`);
  clearHistory = async (id: string) => this.#note(`clear ${id}`);
  earlierTexts = async () => this.earlier;
  pins = async () => this.pinned;

  #note(call: string): void {
    if (this.refuses) throw refusal(409, this.refuses);
    this.calls.push(call);
  }
}
