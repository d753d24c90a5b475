/** A 3D convolution and a tanh on 1x1x4x4x4, input `x`, output `y`; ONNX as base64.
 *  Written by test/fixtures/make-tiny-onnx.py. */
export const probeNetwork = Buffer.from(
  [
    'CAg6/QEKJgoBeAoBdxIBYSIEQ29udioVCgRwYWRzQAFAAUABQAFAAUABoAEHCgwKAWESAXkiBFRhbmgSBHRpbnkq',
    'fQgBCAEIAwgDCAMQAUIBd0psDU9oPZyWIL5Hyf29NIE7v7A3Cj9vvq8+lvDHvaC2bT6dxqw9ZiIqvoQnlj5Szr69',
    'hwfKvfVYc75cwws+BcrzvECDJz4Hhzq+l9gbPaUNib7AP4E+uQ5nPVMayz2vNvw9mkCbvtyXcD5s9B0/Wh8KAXgS',
    'GgoYCAESFAoCCAEKAggBCgIIBAoCCAQKAggEYh8KAXkSGgoYCAESFAoCCAEKAggBCgIIBAoCCAQKAggEQgQKABAR',
  ].join(''),
  'base64',
);
