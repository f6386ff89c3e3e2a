/** Why something about people is refused. */
export default {
  friend_request: {
    expired: 'Nobody answered this request in time',
    blocked: 'You block this person. Unblock them first',
  },
  contact: {
    myself: 'That is you',
    remark_invalid: 'Use 1 to 64 characters for the remark',
    tag_invalid: 'Use 1 to 24 characters for a tag',
    too_many_tags: 'Use at most 10 tags',
  },
  message: {
    refused: 'They don’t take your messages. A friend request may help',
    unanswered: 'Wait for an answer before you write again',
    card_unknown: 'This person can’t be shared',
  },
};
