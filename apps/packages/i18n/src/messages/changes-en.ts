/** Words for what the server refuses about changes to messages. */
export default {
  message: {
    unchangeable: 'This message cannot be changed',
    not_sender: 'You can only change your own messages',
    edit_expired: 'It is too late to edit this message',
    edit_conflict: 'This message was edited on another device. Look at it and try again',
    edit_limit: 'This message was edited too often',
    recall_expired: 'It is too late to recall this message',
    emoji_invalid: 'Choose one emoji',
    too_many_reactions: 'There are too many reactions already',
    too_many_pins: 'At most 50 messages can be pinned',
  },
};
