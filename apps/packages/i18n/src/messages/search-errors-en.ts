/** Why nothing is looked for. */
export default {
  search: { too_long: 'Look for at most 200 characters and 16 words' },
};
