/** The contract's server in memory, for tests of this package and of the views above it. */
export { FakeServer } from './fake-server';
export { FakeSocket } from './fake-socket';
export type { Room } from './fake-state';
