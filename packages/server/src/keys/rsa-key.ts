import { generateKeyPairSync } from 'node:crypto'
import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parsePrivateKey, publicKeyToPem, type RsaPrivateKey } from '@chappe/crypto'
import { ConfigError } from '../config/config-error.ts'
import { makeFolder } from '../config/make-folder.ts'

/** A new key for a server that keeps none on disk. */
export function createRsaKey(): RsaPrivateKey {
  return parsePrivateKey(newPem())
}

/**
 * The server's RSA key, by which clients know it: read from `folder`, or made on the first start. The public half stands
 * beside it as `public.pem` in PKCS#1, the form that clients embed.
 */
export function loadRsaKey(folder: string): RsaPrivateKey {
  makeFolder(folder)
  const path = join(folder, 'private.pem')
  const pem = readIfThere(path) ?? write(path, newPem(), 0o600)
  const key = parseFile(path, pem)
  const [publicPath, publicPem] = [join(folder, 'public.pem'), publicKeyToPem(key.publicKey)]
  // Nothing is to be written for a start that changes nothing, as on a disk that is full.
  if (readIfThere(publicPath) !== publicPem) write(publicPath, publicPem, 0o644)
  return key
}

export interface KeyState {
  readonly isMissing: boolean
  readonly wrong: string | undefined
  /** Of a key that can be used. */
  readonly fingerprint: string | undefined
}

/** What is wrong with the key of a data folder, if anything. */
export function checkRsaKey(folder: string): KeyState {
  const path = join(folder, 'private.pem')
  try {
    const pem = readIfThere(path)
    if (pem === undefined) return { isMissing: true, wrong: undefined, fingerprint: undefined }
    const { publicKey } = parseFile(path, pem)
    const fingerprint = BigInt.asUintN(64, publicKey.fingerprint).toString(16)
    const publicPath = join(folder, 'public.pem')
    const other = readIfThere(publicPath)
    const differs = other !== undefined && other !== publicKeyToPem(publicKey)
    const wrong = differs
      ? `${publicPath} is not the public half of private.pem; the next start writes it anew`
      : undefined
    return { isMissing: false, wrong, fingerprint }
  } catch (error) {
    const wrong = error instanceof Error ? error.message : String(error)
    return { isMissing: false, wrong, fingerprint: undefined }
  }
}

function parseFile(path: string, pem: string): RsaPrivateKey {
  try {
    return parsePrivateKey(pem)
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    const advice = 'take this file from a backup, since clients know the server by this key alone'
    throw new ConfigError(`${path} holds no usable key (${reason}): ${advice}`, { cause })
  }
}

/**
 * Draws again (one time in sixteen) when the fingerprint would begin with the hex digit 0: mtcute looks keys up by their
 * fingerprints without leading zeros, and could not use such a server.
 */
export function newPem(draw: () => string = drawPem): string {
  for (;;) {
    const pem = draw()
    if (BigInt.asUintN(64, parsePrivateKey(pem).publicKey.fingerprint) >> 60n !== 0n) return pem
  }
}

function drawPem(): string {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  return privateKey.export({ type: 'pkcs1', format: 'pem' }).toString()
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}

/** Whole or not at all: a crash in between must not leave half a key. */
function write(path: string, content: string, mode: number): string {
  writeFileSync(`${path}.new`, content, { mode, flush: true })
  renameSync(`${path}.new`, path)
  return content
}
