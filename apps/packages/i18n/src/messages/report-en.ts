/** Telling whoever runs the server about something. */
export default {
  changes: { report: 'Report' },
  report: {
    title: {
      message: 'Report a message from {name}',
      user: 'Report {name}',
      group: 'Report the group “{name}”',
    },
    lead: {
      message: 'Whoever runs this server sees the message and a few around it. {name} is not told.',
      user: 'Whoever runs this server sees their profile as it is now. {name} is not told.',
      group: 'Whoever runs this server sees its name, picture and notice. Its members are not told.',
    },
    action: 'Report',
    group: 'Report this group',
    reason: 'What is wrong?',
    reasons: {
      spam: 'Spam or advertising',
      harassment: 'Insults or threats',
      fraud: 'Fraud',
      impersonation: 'Pretends to be somebody else',
      violence: 'Violence',
      sexual: 'Sexual content',
      illegal: 'Against the law',
      other: 'Something else',
    },
    reasonMissing: 'Choose what is wrong',
    text: 'Anything to add',
    textHint: 'Optional, at most 1,000 characters.',
    send: 'Send report',
    doneTitle: 'Report sent',
    done: 'Thank you. It is kept with what you saw, whatever happens to the original.',
    before: 'You reported this before, and that report is waiting for a decision.',
    ok: 'Done',
  },
  errors: {
    report: {
      text_invalid: 'Use at most 1,000 characters',
      myself: 'You can’t report yourself',
      nothing_left: 'Nothing is left of this message to report',
    },
  },
};
