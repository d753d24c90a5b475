/** What the library and the engine say about positioning checks and who signs them. */
export const matches = {
  'match/pin': {
    sentence: 'Name and PIN do not belong together.',
    action: 'Check both and sign again; after five wrong PINs in a row signing pauses.',
  },
  'match/pin-pause': {
    sentence: 'Five wrong PINs in a row were given for this name; signing pauses for {seconds} s.',
    action: 'Wait, then sign with the right PIN.',
  },
  'match/person-exists': {
    sentence: 'Somebody of this name can sign already.',
    action: 'Sign with that name, or add the person under another one.',
  },
  'match/reason-tolerance': {
    sentence: 'The match is outside its tolerance and needs a reason to be approved.',
    action: 'Type why it is approved all the same, or reject it.',
  },
  'match/reason-couch': {
    sentence: 'The couch cannot make the whole shift, so that approval needs a reason.',
    action: 'Type why the match is approved all the same, or reject it.',
  },
  'match/reason-rejected': {
    sentence: 'A rejected match needs a reason.',
    action: 'Type what is wrong with it.',
  },
  'match/refused': {
    sentence: 'This match was refused by Sparrow and cannot be approved.',
    action: 'Reject it, then match again or position by other means.',
  },
  'match/signed': {
    sentence: 'The match is signed and cannot be removed.',
    action: 'Reject it with a reason if it must not be used.',
  },
  'match/changed': {
    sentence: 'The record of this match is not the one that was signed.',
    action: 'Do not use it; match again.',
  },
  'match/no-scan': {
    sentence: 'The study holds no scan that can be positioned: no CT or cone-beam CT in HU.',
    action: 'Open a study with a cone-beam CT of the day.',
  },
  'match/no-planning-ct': {
    sentence: 'The library holds no planning CT of this patient.',
    action: 'Import the planning CT, best with its plan and structure set.',
  },
  'match/ct-by-patient': {
    sentence: 'No plan or structure set names a planning CT; CTs of the same patient are offered.',
    action: 'Choose the planning CT, and set isocentre and patient position by hand.',
  },
  'match/other-patient': {
    sentence:
      'Plans or structure sets and the images that they lead to are of different patients; they are not offered.',
    action: 'Check the files at their source.',
  },
} as const;
