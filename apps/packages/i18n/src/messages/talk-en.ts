/** What goes on around messages. */
export default {
  typing: {
    one: 'typing…',
    many: '{count} person is typing… | {count} people are typing…',
  },
  saved: {
    title: 'Saved messages',
    text: 'Only you see what is here.',
    empty: 'Nothing saved yet. Write a note, or forward a message here.',
    write: 'Write a note',
  },
  groups: {
    start: {
      saved: 'Saved messages',
      savedText: 'Notes and whatever you want to keep, on all of your devices',
    },
  },
  select: {
    menu: 'What to do with messages',
    copy: 'Copy',
    forward: 'Forward',
    chosen: '{count} message chosen | {count} messages chosen',
    choose: 'Choose the message of {name}: {text}',
    forwardTitle: 'Forward {count} message | Forward {count} messages',
    to: 'Send to ({count} of 20)',
    merged: 'As one message',
    tooMany:
      '{count} messages can go to at most {most} chats at once. Send them as one message, or choose fewer chats.',
    mergedTitle: 'Chat history',
    mergedCount: '{count} message | {count} messages',
    forwarded: 'Forwarded',
  },
  readers: {
    count: 'Read by {count} of {of}',
    title: 'Read by',
    none: 'Nobody has read it yet.',
    hidden: 'Who reads what is not shown here.',
    show: 'Who has read it',
  },
};
