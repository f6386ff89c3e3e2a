import type { IconName } from '../icons/shapes';

/** One row of a menu. */
export interface MenuItem {
  key: string;
  text: string;
  icon: IconName;
  /** One of several: whether it is the one. */
  checked?: boolean;
  /** A line stands above it. */
  apart?: boolean;
  danger?: boolean;
  shortcut?: string;
}
