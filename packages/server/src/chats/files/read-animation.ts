import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { isPlayable } from '../../rules/tgs.ts'

/** How large an animation may be, and what it may unpack to, in bytes ("Animated stickers"). */
export const mostTgsBytes = 65_536
const mostLottieBytes = 1_048_576

const unpack = promisify(gunzip)

/** Whether a file is an animation that clients play: they unpack and draw whatever is called one. */
export async function isPlayableFile(bytes: Uint8Array): Promise<boolean> {
  return bytes.length <= mostTgsBytes && isPlayable(await parseLottie(bytes))
}

/** Undefined for what is no JSON, or unpacks to more than any animation needs: no more than that is unpacked. */
async function parseLottie(bytes: Uint8Array): Promise<unknown> {
  try {
    const text = await unpack(bytes, { maxOutputLength: mostLottieBytes })
    return JSON.parse(text.toString('utf8'))
  } catch {
    return undefined
  }
}
