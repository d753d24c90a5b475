export const model = {
  'model/not-hu': {
    sentence: 'MInDI-3D needs a CT or CBCT volume in Hounsfield units; this is {kind}.',
    action: 'Choose a sparse-view CBCT volume.',
  },
  'model/hash-mismatch': {
    sentence: 'The weights file {file} does not match the hash in its model card.',
    action: 'Reinstall Sparrow or restore the file.',
  },
  'model/card-unreadable': {
    sentence: 'The model card {file} is missing or not valid.',
    action: 'Reinstall Sparrow or restore the file.',
  },
  'model/weights-missing': {
    sentence: 'The weights file {file} is missing.',
    action: 'Reinstall Sparrow or restore the file.',
  },
  'model/weights-unreadable': {
    sentence: 'The weights file {file} is not a network that this version can load.',
    action: 'Reinstall Sparrow or restore the file.',
  },
  'model/wrong-network': {
    sentence: 'The network in {file} does not take or give what its pipeline expects ({missing}).',
    action: 'Restore the weights that came with this version of Sparrow.',
  },
  'model/too-big': {
    sentence: 'This volume needs about {needGb} GB of memory; {freeGb} GB are free.',
    action: 'Close other programs, or crop or resample the volume to fewer voxels.',
  },
  'model/failed': {
    sentence: 'The model stopped with an error: {reason}.',
    action: 'Try again with the CPU as device; nothing in the library was changed.',
  },
  'model/provider-absent': {
    sentence: '{provider} is not available on this computer; the CPU was used instead.',
    action: 'Update the graphics driver, or choose the CPU to silence this note.',
  },
  'model/provider-disagrees': {
    sentence:
      '{provider} was tested and gave numbers other than the CPU; the CPU was used instead.',
    action: 'Update the graphics driver, or choose the CPU to silence this note.',
  },
  'model/provider-failed': {
    sentence: '{provider} failed during the run; the rest was computed on the CPU.',
    action: 'Update the graphics driver, or choose the CPU for the next run.',
  },
  'model/resampled': {
    sentence:
      'The voxel spacing {from} mm is outside what the model was trained on; it worked at {to} mm and its correction was carried back to the original grid.',
    action: 'Trust fine detail less than in volumes of the trained spacing.',
  },
  'model/process-ended': {
    sentence:
      'The model’s process ended in the middle of its work, most often for want of memory or by a fault of the graphics driver.',
    action: 'Close other programs, or choose the CPU as device, and start it again.',
  },
  'model/views-outside': {
    sentence:
      'The scan has {views} projections; the model was trained on {from} to {to}. Its picture may be wrong.',
    action: 'Compare with the input before trusting any structure.',
  },
  'model/views-unknown': {
    sentence:
      'The header does not tell the number of projections; the model was trained on {from} to {to}.',
    action: 'Compare with the input before trusting any structure.',
  },
  'model/spacing-outside': {
    sentence:
      'The voxel spacing ({spacing} mm) lies more than 25 % outside what the model was trained on ({from} to {to} mm).',
    action: 'Resample the volume, or trust fine detail less.',
  },
  'model/metal': {
    sentence: 'The volume holds metal (up to {max} HU). The model was not trained on metal.',
    action: 'Do not trust the neighbourhood of the metal.',
  },
  'model/not-hu-like': {
    sentence: 'The values do not look like Hounsfield units (air and soft tissue are not found).',
    action: 'Check the calibration of the scan; the result may be meaningless.',
  },
  'model/no-projections': {
    sentence:
      'A start from the projections, or a refinement on them, was asked for, but the projections of this volume are not in the library.',
    action: 'Start from the FDK volume, or import the projections and reconstruct the volume.',
  },
  'model/no-projections-start': {
    sentence: 'The model was not trained to start from the projections.',
    action: 'Start from the FDK volume.',
  },
  'model/less-consistent': {
    sentence: 'The result agrees less with the measured projections than its input does.',
    action: 'Look at the departure map before trusting any structure.',
  },
  'model/limited-arc': {
    sentence:
      'The gantry covered {arcDeg} degrees; this geometry needs {neededDeg}. What no ray crossed in some direction cannot be restored, only guessed.',
    action: 'Do not trust edges along the missing directions.',
  },
  'model/short-arc': {
    sentence: 'The gantry covered {arcDeg} degrees; the model was trained on {trainedDeg}.',
    action: 'Compare with the input before trusting any structure.',
  },
  'model/half-fan': {
    sentence:
      'The panel was shifted to one side (half fan); the model was trained on full-fan scans.',
    action: 'Compare with the input before trusting any structure.',
  },
  'model/distances-outside': {
    sentence:
      'Source to axis {sad} mm and source to panel {sdd} mm lie outside what the model was trained on ({sadFrom} to {sadTo} mm and {sddFrom} to {sddTo} mm).',
    action: 'Compare with the input before trusting any structure.',
  },
  'model/truncated': {
    sentence:
      'The body reaches beyond the field of view ({percent} % of its edge). Values near the edge are wrong, and the model was not trained on such scans.',
    action: 'Do not trust the outer parts of the picture.',
  },
  'model/truncated-views': {
    sentence:
      'In {percent} % of the views the body reaches beyond the sides of the panel. Values near the edge of the field are wrong, and the model was not trained on such scans.',
    action: 'Do not trust the outer parts of the picture.',
  },
  'model/motion': {
    sentence:
      'The body moved by about {mm} mm along its length from view to view, as in breathing. The model was not trained on motion.',
    action: 'Do not trust the edges of what moves: diaphragm, heart, tumours near them.',
  },
  'model/not-fdk': {
    sentence: 'The input was reconstructed iteratively; the model corrects FDK volumes.',
    action: 'Reconstruct the projections with FDK and enhance that volume.',
  },
  'model/not-cbct': {
    sentence: 'The source is not a cone-beam CT; the model corrects sparse-view cone-beam scans.',
    action: 'Use it on a sparse-view CBCT.',
  },
} as const;
