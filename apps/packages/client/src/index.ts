/**
 * The chat client as an engine: sign-in, socket, sync, outbox, cache. It must never know a view
 * library. Start reading at `types.ts` (what it offers), then `engine.ts` (how it is put together).
 */
import { Client } from './client';
import { platform, type ClientOptions } from './options';
import type { KamaClient } from './types';

export { isApiProblem } from './errors';
export { speaksTo } from './sync/refs';
export { PLAIN as plainSettings } from './sync/settings';
export type { ClientOptions } from './options';
export type { MessageCommands } from './message-commands';
export type { GroupCommands } from './groups';
export type { HistoryCommands } from './history';
export type { MessageFilter, SearchCommands } from './search';
export type { TalkCommands } from './talk';
export type * from './types';
export type { Progress } from './upload';
export type * from './wire';

export function createClient(options: ClientOptions = {}): KamaClient {
  return new Client(platform(options));
}
