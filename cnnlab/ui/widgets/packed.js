// Data that come as bytes: the header's length in four bytes, the header in JSON, and what it describes.

export function unpack(data) {
  const length = new DataView(data.buffer, data.byteOffset).getUint32(0, true);
  const header = JSON.parse(new TextDecoder().decode(data.subarray(4, 4 + length)));
  return { header, bytes: data.subarray(4 + length) };
}
