/** What is wrong with, or worth knowing about, the objects of a treatment plan. */
export const planning = {
  'planning/not-planning': {
    sentence: '{file} is no structure set, plan, registration or RT image.',
    action: 'Export the structure set, the plan or the registration as DICOM.',
  },
  'planning/unreadable': {
    sentence: '{file} could not be read as planning data: {detail}.',
    action: 'Export it anew from the planning system.',
  },
  'planning/no-structures': {
    sentence: 'The structure set names no structure.',
    action: 'Export it anew from the planning system, with its structures.',
  },
  'planning/empty-structures': {
    sentence: '{count} of {total} structures hold no contour and are not drawn: {names}.',
    action: 'Nothing to do if they were never contoured; otherwise export the structure set anew.',
  },
  'planning/contours-without-structure': {
    sentence:
      '{count} sets of contours belong to a structure that the file does not name; they are shown by their number.',
    action: 'Compare them with the planning system before use.',
  },
  'planning/damaged-contours': {
    sentence:
      '{count} contours of {name} have missing or unreadable coordinates and were left out.',
    action: 'Export the structure set anew; do not rely on this outline.',
  },
  'planning/short-contours': {
    sentence:
      '{count} contours of {name} have one or two points although they should enclose an area; they are shown as points or lines.',
    action: 'Check this outline against the planning system.',
  },
  'planning/uneven-contours': {
    sentence:
      '{count} contours of {name} do not lie in one plane (up to {mm} mm off); their mean plane is used.',
    action: 'Check this outline against the planning system.',
  },
  'planning/no-frame': {
    sentence: 'The file does not say in which frame of reference its coordinates are.',
    action: 'It is placed by the images it names. Check the position before use.',
  },
  'planning/several-frames': {
    sentence: 'The structures lie in {count} different frames of reference.',
    action: 'Only those in the frame of a volume are drawn over it.',
  },
  'planning/no-beams': {
    sentence: 'The plan has no beams.',
    action: 'Export the plan with its beams to have its isocentre.',
  },
  'planning/no-isocentre': {
    sentence: '{count} of {total} beams give no isocentre.',
    action: 'Set the isocentre by hand, or export the plan anew.',
  },
  'planning/several-isocentres': {
    sentence: 'The plan has {count} isocentres.',
    action: 'Choose the one that the patient is set up to.',
  },
  'planning/no-patient-position': {
    sentence: 'The plan does not say how the patient lies.',
    action: 'Confirm the patient position: the signs of the couch shift depend on it.',
  },
  'planning/patient-positions': {
    sentence: 'The plan names several patient positions: {positions}.',
    action: 'Confirm the patient position: the signs of the couch shift depend on it.',
  },
  'planning/phantom-plan': {
    sentence: 'The plan was made for the treatment device, not for a patient’s images.',
    action: 'Use it for quality assurance only.',
  },
  'planning/no-matrix': {
    sentence: '{count} of {total} registrations hold no readable 4 by 4 matrix and were left out.',
    action: 'Export the registration anew.',
  },
  'planning/not-rigid': {
    sentence:
      'The matrix of a registration is called rigid, but departs from a rotation by {departure}.',
    action: 'Do not apply it; register again.',
  },
  'planning/mirrored': {
    sentence: 'The matrix of a registration turns left into right.',
    action: 'Do not apply it; register again.',
  },
  'planning/scaled': {
    sentence: 'A registration is of type {type}: it does not keep distances.',
    action: 'It is shown, but no couch shift follows from it.',
  },
  'planning/deformable': {
    sentence: 'A deformable registration was read without its deformation.',
    action: 'Use a rigid registration for positioning.',
  },
  'planning/no-image-place': {
    sentence: 'The RT image does not say where its pixels lie; it is shown without scale.',
    action: 'Export it anew from the treatment machine if lengths matter.',
  },
  'planning/plan-structures-absent': {
    sentence:
      'The plan names a structure set that is not in the library; the one in its frame of reference is used.',
    action: 'Import the structure set that the plan was made with.',
  },
  'planning/plan-without-structures': {
    sentence: 'The plan names a structure set that is not in the library, and none fits its frame.',
    action: 'Import the structure set that the plan was made with.',
  },
  'planning/images-by-series': {
    sentence:
      'None of the images that were drawn on is in the library, but a volume of the series they belong to is; that is used.',
    action: 'Check that the outlines lie on their organs.',
  },
  'planning/images-by-frame': {
    sentence:
      'Neither the images that were drawn on nor their series are in the library; a volume in the same frame of reference is used.',
    action: 'Import the planning CT, or check that the outlines lie on their organs.',
  },
  'planning/images-absent': {
    sentence:
      'The images that were drawn on are not in the library, nor any in their frame of reference.',
    action: 'Import the planning CT.',
  },
  'planning/images-missing': {
    sentence: '{count} of {total} images that were drawn on are not in the library.',
    action: 'Import the whole planning CT; outlines on the missing slices are drawn all the same.',
  },
  'planning/other-frame': {
    sentence: 'The volume that was drawn on lies in another frame of reference than the outlines.',
    action: 'Check that the outlines lie on their organs.',
  },
  'planning/registration-elsewhere': {
    sentence: 'The registration joins frames of reference of which {count} have no volume here.',
    action: 'Import the images that were registered.',
  },
  'planning/image-plan-absent': {
    sentence: 'The RT image names a plan that is not in the library.',
    action: 'Import the plan to compare it with its reference.',
  },
  'planning/no-object': {
    sentence: 'The library holds no planning object with this id.',
    action: 'List the planning data of the study.',
  },
  'planning/frames-differ': {
    sentence: 'The structures and the volume lie in different frames of reference.',
    action: 'Register the volume to the planning CT, or choose a volume in the same frame.',
  },
} as const;
