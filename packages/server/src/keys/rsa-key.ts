import { generateKeyPairSync } from 'node:crypto'
import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parsePrivateKey, publicKeyToPem, type RsaPrivateKey } from '@chappe/crypto'
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
  const key = parsePrivateKey(pem)
  const [publicPath, publicPem] = [join(folder, 'public.pem'), publicKeyToPem(key.publicKey)]
  // Nothing is to be written for a start that changes nothing, as on a disk that is full.
  if (readIfThere(publicPath) !== publicPem) write(publicPath, publicPem, 0o644)
  return key
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
