/** Answers and mentions. */
export default {
  timeline: { recalled: 'This message was recalled' },
  reply: {
    action: 'Reply',
    to: 'Reply to {name}',
    cancel: 'Do not reply',
    earlier: 'An earlier message',
    gone: 'The message is gone',
    jump: 'Go to the original',
  },
  mention: {
    list: 'People in this group',
    everyone: 'everyone',
    waiting: 'Somebody mentioned you',
  },
  errors: {
    message: {
      reply_unknown: 'This message cannot be answered',
      too_many_mentions: 'A message mentions at most 50 people',
      mention_all_forbidden: 'Only those whom the group allows can mention everyone',
    },
  },
};
