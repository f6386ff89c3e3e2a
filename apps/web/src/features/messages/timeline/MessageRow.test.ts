import { mount } from '@vue/test-utils';
import { expect, it } from 'vitest';
import { withTexts } from '../../../../test/withTexts';
import { peopleKey } from '../changes/people';
import { keepWords } from '../changes/takenBack';
import MessageRow from './MessageRow.vue';
import type { Bubble } from './model';

const ME = 'u-me';

/** The line that is left of a message that was taken back. */
function line(sender: { id: string; name: string }, recalledBy: string | null) {
  const bubble = {
    key: 'k',
    id: 'm-1',
    seq: 1,
    own: sender.id === ME,
    senderId: sender.id,
    senderName: sender.name,
    text: null,
    deleted: false,
    recalled: true,
    recalledBy,
    reactions: [],
    at: new Date(),
  } as unknown as Bubble;
  const texts = withTexts();
  const people = (id: string) => (id === 'ada' ? 'Ada' : null);
  const provide = { ...texts.provide, [peopleKey as symbol]: people };
  const wrapper = mount(MessageRow, {
    props: { bubble, tabbable: true, now: new Date(), group: true },
    global: { ...texts, provide },
  });
  return wrapper.get('.event-line');
}

it('says who took a message back, and whose it was', () => {
  const [own, bob] = [
    { id: ME, name: 'Me' },
    { id: 'bob', name: 'Bob' },
  ];
  expect(line(own, ME).text()).toBe('You recalled a message');
  expect(line(own, null).text()).toBe('You recalled a message');
  expect(line(own, 'ada').text()).toBe('Ada recalled a message of yours');
  expect(line(own, 'unknown').text()).toBe('An admin recalled a message of yours');
  expect(line(bob, 'bob').text()).toBe('Bob recalled a message');
  expect(line(bob, ME).text()).toBe('You recalled a message of Bob');
  expect(line(bob, 'ada').text()).toBe('Ada recalled a message of Bob');
});

it('offers the words again to an author who took them back, not after an admin did', () => {
  keepWords('m-1', 'hello');
  const own = { id: ME, name: 'Me' };
  expect(line(own, ME).find('[data-testid="edit-again"]').exists()).toBe(true);
  expect(line(own, 'ada').find('[data-testid="edit-again"]').exists()).toBe(false);
});
