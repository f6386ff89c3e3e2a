export default {
  phone: {
    title: 'Phone number',
    text: 'Lets you sign in with a code by SMS.',
    ways: 'How to sign in',
    bySms: 'Code by SMS',
    country: 'Country code',
    missing: 'Enter your phone number',
    code: 'Code',
    codeMissing: 'Enter the code from the message',
    send: 'Send code',
    sendAgain: 'Send again',
    again: 'Again in {seconds} s',
    sent: 'The code is on its way. It is good for 5 minutes.',
    confirm: 'Code to your number',
    new: 'New number',
    add: 'Add',
    change: 'Change',
    changeText: 'The code goes to the new number.',
    remove: 'Remove',
    removeTitle: 'Remove the phone number',
    removeText: 'After this you sign in with your password only.',
  },
  // Merged into the words for refusals.
  refusals: {
    sms: {
      off: 'This server sends no text messages',
      country_unsupported: 'This server sends no messages to this country',
    },
    account: {
      phone_invalid: 'This is not a phone number',
      phone_taken: 'Another account has this number',
      phone_missing: 'There is no phone number to remove',
      last_way_in: 'Set a password first, or nobody can sign in any more',
    },
    auth: {
      code_required: 'Enter the code from the message',
      code_wrong: 'This code is wrong or no longer good. After five tries send a new one',
      phone_unknown: 'No account has this number. Create one',
    },
  },
};
