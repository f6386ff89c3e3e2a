import type { BrowserContext, Page } from 'playwright-core';
import { ChatPage } from './pages/chat';
import { ChatsPage } from './pages/chats';
import { ContactsPage } from './pages/contacts';
import { GroupsPage } from './pages/groups';
import { SettingsPage } from './pages/settings';
import { SignInPage } from './pages/sign-in';
import type { Watch } from './watch';

export const PASSWORD = 'lotus-river-42-mountain';

/** Somebody in front of a browser. */
export class Person {
  readonly context: BrowserContext;
  readonly watch: Watch;
  page: Page;

  constructor(context: BrowserContext, page: Page, watch: Watch) {
    this.context = context;
    this.page = page;
    this.watch = watch;
  }

  get signIn(): SignInPage {
    return new SignInPage(this.page);
  }

  get chats(): ChatsPage {
    return new ChatsPage(this.page);
  }

  get chat(): ChatPage {
    return new ChatPage(this.page);
  }

  get contacts(): ContactsPage {
    return new ContactsPage(this.page);
  }

  get groups(): GroupsPage {
    return new GroupsPage(this.page);
  }

  get settings(): SettingsPage {
    return new SettingsPage(this.page);
  }

  /** Closes the window and comes back later: the profile stays. */
  async closeWindow(): Promise<void> {
    await this.page.close();
  }

  async openWindow(path = '/'): Promise<void> {
    this.page = await this.context.newPage();
    await this.page.goto(path);
  }

  /** Signs in as people do, up to the list of chats. */
  async enter(login: string): Promise<void> {
    await this.signIn.signIn(login, PASSWORD);
    await this.page.waitForURL('**/chats');
  }

  /** To another page of the client without loading it anew, as the browser's own buttons do. */
  async go(path: string): Promise<void> {
    await this.page.evaluate((path) => {
      history.pushState(null, '', path);
      dispatchEvent(new PopStateEvent('popstate', { state: null }));
    }, path);
  }

  /** Wider than the window means that somebody has to scroll sideways. */
  overflow(): Promise<number> {
    return this.page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
  }
}
