/** How the names of the seed sound, as the server hears them. */
export const sounds = [
  { letter: 'L', sound: 'lena fischer', initials: 'lf' },
  { letter: 'Z', sound: 'zhang bei chen', initials: 'zbc' },
  { letter: 'Z', sound: 'zhou mei qi', initials: 'zmq' },
  { letter: 'J', sound: 'jonas weber', initials: 'jw' },
  { letter: 'L', sound: 'lin xiao man', initials: 'lxm' },
  { letter: 'A', sound: 'ada okafor', initials: 'ao' },
  { letter: 'Z', sound: 'zuo teng yi', initials: 'zty' },
  { letter: 'D', sound: 'donaudampfschifffahrtsgesellschaft kapitän', initials: 'dk' },
];
