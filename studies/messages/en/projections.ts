/** Reading cone-beam scans: projections and the geometry they were taken in. */
export const projections = {
  'projections/nothing-to-read': {
    sentence: 'There are no projections among these files.',
    action:
      'Choose an MHA or MHD stack with its RTK geometry, or a folder of .hnc, .xim, .his or .pfm files.',
  },
  'projections/several-scans': {
    sentence: 'There are several kinds of projections in one place: {formats}.',
    action: 'Give one scan at a time.',
  },
  'projections/several-stacks': {
    sentence: '{count} volume files lie together; which of them are the projections is not clear.',
    action: 'Name the one file that holds the projections.',
  },
  'projections/no-geometry': {
    sentence: '{file} holds projections, but nothing says from where they were taken.',
    action: 'Give its geometry file too.',
  },
  'projections/several-geometries': {
    sentence: '{first} and {second} both describe a geometry.',
    action: 'Give the one that belongs to these projections.',
  },
  'projections/not-geometry': {
    sentence: '{file} is not a geometry file that Sparrow knows: {reason}.',
    action: 'Give an RTK circular geometry (XML).',
  },
  'projections/geometry-version': {
    sentence: '{file} is written in version {version} of RTK’s geometry format; 2 and 3 are read.',
    action: 'Write it again with a present-day RTK.',
  },
  'projections/geometry-number': {
    sentence: '{file} gives {name} of view {view} as “{value}”, which is not a number.',
    action: 'Correct the value, or export the geometry again.',
  },
  'projections/missing-angle': {
    sentence: 'View {view} has no gantry angle in {file}.',
    action: 'Export the geometry again with an angle for each view.',
  },
  'projections/bad-distances': {
    sentence:
      '{file} puts the source {sourceAxisMm} mm from the isocentre and {sourceDetectorMm} mm from the detector at view {view}; that is no cone-beam scanner.',
    action: 'Correct the distances; the detector must lie behind the isocentre.',
  },
  'projections/distances-vary': {
    sentence:
      'The distances in {file} vary by {rangeMm} mm from view to view; Sparrow reads circular orbits of one radius.',
    action: 'Resample the projections onto a circular orbit first.',
  },
  'projections/distances-averaged': {
    sentence: 'The distances vary by {rangeMm} mm from view to view; their mean is used.',
    action: 'Expect edges to be a little softer than they could be.',
  },
  'projections/tilted-detector': {
    sentence: '{file} tilts the detector by {angleDeg} degrees at view {view} ({name}).',
    action: 'Resample the projections onto an upright detector first; tilts are not read.',
  },
  'projections/curved-detector': {
    sentence: '{file} describes a curved detector; Sparrow reads flat ones.',
    action: 'Resample the projections onto a flat detector first.',
  },
  'projections/matrix-differs': {
    sentence:
      '{file} contradicts itself: the matrix of view {view} does not follow from its angles.',
    action: 'Export the geometry again.',
  },
  'projections/rotation-reversed': {
    sentence:
      '{file} contradicts itself: its angles turn one way and its matrices the other (first at view {view}).',
    action: 'Export the geometry again, or change the sign of its gantry angles.',
  },
  'projections/rotation-looks-reversed': {
    sentence:
      'Opposite rays agree better ({reversedPercent} % apart) with the gantry turning the other way than with the angles as given ({givenPercent} %).',
    action: 'Check the sense of rotation; a wrong one mirrors and blurs the picture.',
  },
  'projections/angle-count': {
    sentence: '{geometry} describes {angles} views, but {file} holds {views}.',
    action: 'Give the geometry that belongs to these projections.',
  },
  'projections/missing-view': {
    sentence: 'View {number} is missing: after {before} comes {after}.',
    action: 'Copy the missing file too, or go on without it.',
  },
  'projections/missing-views': {
    sentence: '{count} views are missing; the first is {number}, between {before} and {after}.',
    action: 'Copy the missing files too, or go on without them.',
  },
  'projections/view-without-angle': {
    sentence: '{list} has no angle for {file}.',
    action: 'Copy the whole scan again, its list of frames included.',
  },
  'projections/view-without-pixels': {
    sentence: 'Files without a picture were passed over: {count}, the first {file}.',
    action: 'Nothing to do: scanners write such files at the start and the end.',
  },
  'projections/angle-gap': {
    sentence:
      'Between views {before} and {after} the gantry turns {gapDeg} degrees, elsewhere {stepDeg}.',
    action: 'Views may be missing here; look at the picture for streaks along this direction.',
  },
  'projections/too-few-views': {
    sentence: 'There are only {views} views in this scan; at least {least} are needed.',
    action: 'Choose a scan with more views, or take more of its views.',
  },
  'projections/cut-view': {
    sentence: '{file} ends in the middle of a projection: {found} of {needed} bytes are there.',
    action: 'Copy the file again from its source.',
  },
  'projections/damaged-view': {
    sentence: '{file} is not a whole {format} file: {reason}.',
    action: 'Copy the file again from its source.',
  },
  'projections/sizes-differ': {
    sentence: '{file} is {columns} x {rows} pixels; {first} is {firstColumns} x {firstRows}.',
    action: 'Give the files of one scan only.',
  },
  'projections/unknown-compression': {
    sentence: '{file} is packed in a way Sparrow does not know ({kind}).',
    action: 'Export the scan unpacked.',
  },
  'projections/unsupported-pixels': {
    sentence: '{file} stores its pixels as {kind}, which Sparrow does not read as projections.',
    action: 'Export them as 16-bit integers or 32-bit floats.',
  },
  'projections/turned-stack': {
    sentence: 'The axes of {file} are turned; projections lie along columns, rows and views.',
    action: 'Write the stack again with an identity transform.',
  },
  'projections/not-numbers': {
    sentence: '{percent} % of view {view} in {file} are not numbers.',
    action: 'Export the projections again; so many cannot be filled in from their neighbours.',
  },
  'projections/repaired-numbers': {
    sentence:
      'Pixels that were not numbers were filled in from their neighbours: {count}, the first in view {view}.',
    action: 'Check how the projections were made.',
  },
  'projections/no-signal': {
    sentence:
      '{percent} % of the pixels received no light; their line integrals are cut off at {limit}.',
    action: 'Expect streaks along these rays; a higher exposure avoids them.',
  },
  'projections/bad-pixels': {
    sentence:
      'Detector pixels that stand out in all views were filled in from their neighbours: {count}.',
    action: 'Nothing to do.',
  },
  'projections/too-many-bad-pixels': {
    sentence:
      'Too many detector pixels stand out in all views to be defects ({count}); none was changed.',
    action: 'Check the flat-field correction.',
  },
  'projections/air-assumed': {
    sentence:
      'The intensity without an object was taken from the brightest part of the views ({value}).',
    action: 'Where no view sees past the patient, HU come out too low; give the value then.',
  },
  'projections/bad-unattenuated': {
    sentence: 'The intensity without an object cannot be {value}.',
    action: 'Give a number above 0.',
  },
  'projections/no-chamber': {
    sentence: '{file} carries no reading of the normalisation chamber.',
    action: 'Take the intensity without an object from the air in the views instead.',
  },
  'projections/flat-field-size': {
    sentence:
      '{file} is {columns} x {rows} pixels, the projections are {viewColumns} x {viewRows}.',
    action: 'Give a flat field of the same detector mode.',
  },
  'projections/object-truncated': {
    sentence: 'In {percent} % of the views the object reaches beyond the edge of the detector.',
    action: 'Values near the edge of the picture are too bright; trust its middle only.',
  },
  'projections/default-distances': {
    sentence:
      'Nothing says how far source and detector are; {sourceAxisMm} mm and {sourceDetectorMm} mm are assumed.',
    action: 'Put the scan’s own {sidecar} beside its projections.',
  },
  'projections/unverified-format': {
    sentence:
      'The {format} format is read by its published layout; no file of a real scanner was at hand to check it.',
    action: 'Check head and feet, left and right, and a known length before use.',
  },
  'projections/plastimatch-scale': {
    sentence:
      'Values are taken as plastimatch’s, whose water attenuates by 0.0022, and scaled to {waterPerMm} per mm.',
    action: 'Nothing to do for files made by plastimatch drr.',
  },
  'projections/not-upright': {
    sentence:
      '{file} shows a detector that does not stand upright on a circle about the head-feet axis.',
    action: 'Resample the projections onto a circular orbit first.',
  },
} as const;
