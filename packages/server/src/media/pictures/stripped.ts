/**
 * Stripped thumbnails ("Uploading and Downloading Files", "Stripped thumbnails"): a JPEG of at most 40 × 40 whose header and
 * footer every client has. What is left is a 1, the height, the width and the coded data.
 */
export const strippedSide = 40
/** The quality of which the tables in that header are. */
export const strippedQuality = 20

const version = 1
const footer: Buffer = Buffer.from('ffd9', 'hex')

/** The header that clients put before the data: the standard tables of ITU-T T.81, annex K, and sides of 0. */
const header: Buffer = Buffer.from(
  [
    'ffd8',
    // APP0
    'ffe000104a46494600010100000100010000',
    // DQT, of quality 20
    'ffdb004300281c1e231e19282321232d2b28303c64413c37373c7b585d4964918099968f808c8aa0b4e6c3a0aadaad8a8cc8ffcbdaee',
    'f5ffffff9bc1fffffffaffe6fdfff8',
    // DQT, of quality 20
    'ffdb0043012b2d2d3c353c76414176f8a58ca5f8f8f8f8f8f8f8f8f8f8f8f8f8f8f8f8f8f8f8f8f8f8f8f8f8f8f8f8f8f8f8f8f8f8f8',
    'f8f8f8f8f8f8f8f8f8f8f8f8f8f8f8',
    // SOF0: baseline, three components, 4:2:0, both sides 0
    'ffc00011080000000003012200021101031101',
    // DHT
    'ffc4001f0000010501010101010100000000000000000102030405060708090a0b',
    // DHT
    'ffc400b5100002010303020403050504040000017d01020300041105122131410613516107227114328191a1082342b1c11552d1f024',
    '33627282090a161718191a25262728292a3435363738393a434445464748494a535455565758595a636465666768696a737475767778',
    '797a838485868788898a92939495969798999aa2a3a4a5a6a7a8a9aab2b3b4b5b6b7b8b9bac2c3c4c5c6c7c8c9cad2d3d4d5d6d7d8d9',
    'dae1e2e3e4e5e6e7e8e9eaf1f2f3f4f5f6f7f8f9fa',
    // DHT
    'ffc4001f0100030101010101010101010000000000000102030405060708090a0b',
    // DHT
    'ffc400b51100020102040403040705040400010277000102031104052131061241510761711322328108144291a1b1c109233352f015',
    '6272d10a162434e125f11718191a262728292a35363738393a434445464748494a535455565758595a636465666768696a7374757677',
    '78797a82838485868788898a92939495969798999aa2a3a4a5a6a7a8a9aab2b3b4b5b6b7b8b9bac2c3c4c5c6c7c8c9cad2d3d4d5d6d7',
    'd8d9dae2e3e4e5e6e7e8e9eaf2f3f4f5f6f7f8f9fa',
    // SOS
    'ffda000c03010002110311003f00',
  ].join(''),
  'hex',
)
/** Where the lower bytes of the sides stand. */
const heightAt = 164
const widthAt = 166
/** How long that is with which it begins, which libjpeg's need not have: SOI and APP0. */
const startBytes = 20
const soiBytes = 2

/** What stays of such a JPEG; undefined for one of another kind, which no client could put together again. */
export function strip(jpeg: Uint8Array): Uint8Array | undefined {
  const given = Buffer.from(jpeg.buffer, jpeg.byteOffset, jpeg.length)
  const isWithout = given.readUInt16BE(soiBytes) !== header.readUInt16BE(soiBytes)
  const bytes = isWithout ? Buffer.concat([header.subarray(0, startBytes), given.subarray(soiBytes)]) : given
  const [h = 0, w = 0] = [bytes[heightAt], bytes[widthAt]]
  if (h === 0 || w === 0 || h > strippedSide || w > strippedSide) return undefined
  const expected = Buffer.from(header)
  expected[heightAt] = h
  expected[widthAt] = w
  if (!bytes.subarray(0, header.length).equals(expected) || !bytes.subarray(-2).equals(footer)) return undefined
  return new Uint8Array(Buffer.concat([Uint8Array.of(version, h, w), bytes.subarray(header.length, -2)]))
}
