import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'

/** A text in the encodings in which it would be left lying about. */
function encodingsOf(text: string): Buffer[] {
  const plain = Buffer.from(text)
  const wide = Buffer.from(text, 'utf16le')
  const hex = plain.toString('hex')
  const forms = [plain, wide, Buffer.from(wide).swap16(), Buffer.from(hex), Buffer.from(hex.toUpperCase())]
  // What stands before it moves the letters of Base64; those that depend on a neighbour are left out.
  for (const before of [0, 1, 2]) {
    const shifted = Buffer.concat([Buffer.alloc(before), plain])
    const whole = shifted.subarray(before === 0 ? 0 : 3, shifted.length - (shifted.length % 3))
    forms.push(Buffer.from(whole.toString('base64')), Buffer.from(whole.toString('base64url')))
  }
  forms.push(Buffer.from(encodeURIComponent(text)), Buffer.from(JSON.stringify(text).slice(1, -1)))
  return forms.filter(({ length }) => length >= 8)
}

/** Everything in a folder, with what it holds in packed form unpacked as well. */
export function contentsOf(folder: string): { readonly name: string; readonly bytes: Buffer }[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => statSync(join(folder, name)).isFile())
    .flatMap((name) => {
      const bytes = readFileSync(join(folder, name))
      const isPacked = bytes[0] === 0x1f && bytes[1] === 0x8b
      return [{ name, bytes }, ...(isPacked ? [{ name: `${name}, unpacked`, bytes: gunzipSync(bytes) }] : [])]
    })
}

/** Which of these texts stand where, in any usual encoding. */
export function findPlaintext(
  places: readonly { readonly name: string; readonly bytes: Buffer }[],
  texts: readonly string[],
): string[] {
  return texts.flatMap((text) =>
    encodingsOf(text).flatMap((form) =>
      places.filter(({ bytes }) => bytes.includes(form)).map(({ name }) => `${text} in ${name}`),
    ),
  )
}
