// Data come as bytes: JSON, or a header's length in four bytes, the header in JSON, and what it describes.

export function decoded(data) {
  return JSON.parse(new TextDecoder().decode(data));
}

export function unpack(data) {
  const length = new DataView(data.buffer, data.byteOffset).getUint32(0, true);
  const header = decoded(data.subarray(4, 4 + length));
  return { header, bytes: data.subarray(4 + length) };
}
