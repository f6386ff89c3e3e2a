/** Why nothing is looked for. */
export default {
  search: { too_long: '最多搜索 200 个字、16 个词' },
};
