export default {
  presence: {
    online: 'Online',
    away: 'Away',
    do_not_disturb: 'Do not disturb',
    offline: 'Offline',
    seen: 'Last seen {when}',
    seenNow: 'Last seen just now',
    own: 'Your status',
    ownText: 'What others see while you are here.',
    invisible: 'Invisible',
  },
};
