import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { installDebianPackage } from './debian-package.ts'

/** Debian's ffmpeg, installed if it is not there; or why it is missing. */
export async function findFfmpeg(): Promise<{ readonly found: true } | { readonly missing: string }> {
  if (await runs()) return { found: true }
  const wrong = await installDebianPackage('ffmpeg')
  if (await runs()) return { found: true }
  return { missing: `ffmpeg is not on the path, and could not be installed: ${wrong ?? 'it does not run'}` }
}

async function runs(): Promise<boolean> {
  try {
    await promisify(execFile)('ffmpeg', ['-version'])
    return true
  } catch {
    return false
  }
}

/** A film or a sound that ffmpeg makes of its own test pictures and tones. */
export async function makeFilm(args: readonly string[]): Promise<Uint8Array> {
  const options = { encoding: 'buffer', maxBuffer: 16_777_216 } as const
  const { stdout } = await promisify(execFile)('ffmpeg', ['-v', 'error', ...args, 'pipe:1'], options)
  return new Uint8Array(stdout)
}
