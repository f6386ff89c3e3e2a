/** What goes on around messages. */
export default {
  typing: {
    one: 'typing…',
    many: '{count} person is typing… | {count} people are typing…',
  },
  saved: {
    title: 'Saved messages',
    text: 'Only you see what is here.',
  },
  groups: {
    start: {
      saved: 'Saved messages',
      savedText: 'Notes and whatever you want to keep, on all of your devices',
    },
  },
  readers: {
    count: 'Read by {count} of {of}',
    title: 'Read by',
    none: 'Nobody has read it yet.',
    hidden: 'Who reads what is not shown here.',
    show: 'Who has read it',
  },
};
