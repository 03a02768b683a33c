import { isAbsolute, join, resolve } from 'node:path'
import { ConfigError } from '../config/config-error.ts'
import type { Clock } from '../ports/clock.ts'
import type { RandomBytes } from '../ports/random.ts'
import type { StoreError } from '../store/errors.ts'
import type { Store } from '../store/store.ts'
import { type BlobStore, createBlobStore } from './blob-store.ts'
import { openFolderObjects } from './folder-objects.ts'
import { keyFileOf, parseMasterKeys } from './key-file.ts'
import { givenKeys, type KeyRing, keysInFile } from './key-ring.ts'
import { createMemoryObjects } from './memory-objects.ts'
import type { ObjectStore } from './objects.ts'
import { keyBytes } from './sealed.ts'

/** Where files lie, and under which keys. */
export interface BlobSettings {
  /** The data folder; missing for a server that forgets everything. */
  readonly data?: string | undefined
  /** A folder, or `s3://BUCKET/PREFIX`. Default: `files` in the data folder. */
  readonly files?: string | undefined
  /** Where the S3 service is, if it is not the one of AWS. */
  readonly filesEndpoint?: string | undefined
  /** Master keys, 64 hexadecimal digits each. Default: those in `keys/files.key` of the data folder. */
  readonly filesKey?: string | undefined
}

export interface BlobBase {
  readonly store: Pick<Store, 'transaction'>
  readonly clock: Pick<Clock, 'now'>
  readonly random: RandomBytes
  /** Told of each file for which the disk has no room. */
  readonly onNoRoom?: ((error: StoreError) => void) | undefined
}

export async function openBlobs(settings: BlobSettings, base: BlobBase): Promise<BlobStore> {
  const objects = await openObjects(settings, base)
  return createBlobStore({ ...base, objects, keyRing: openKeys(settings, base.random) })
}

export async function openObjects(
  { data, files, filesEndpoint }: BlobSettings,
  { clock, onNoRoom }: Pick<BlobBase, 'clock' | 'onNoRoom'>,
): Promise<ObjectStore> {
  if (files?.startsWith('s3://') === true) {
    const { openS3Objects } = await import('./s3-objects.ts')
    return openS3Objects({ ...parseS3(files), endpoint: filesEndpoint })
  }
  if (files !== undefined) return openFolderObjects(isAbsolute(files) ? files : resolve(files), onNoRoom)
  if (data === undefined) return createMemoryObjects(() => clock.now())
  return openFolderObjects(join(data, 'files'), onNoRoom)
}

export function openKeys({ data, filesKey }: BlobSettings, random: RandomBytes): KeyRing {
  if (filesKey !== undefined) return givenKeys(parseMasterKeys(filesKey, 'the key of files'), random)
  return data === undefined ? givenKeys([random(keyBytes)], random) : keysInFile(keyFileOf(data), random)
}

/** `s3://BUCKET` or `s3://BUCKET/PREFIX`. Throws `ConfigError`. */
export function parseS3(text: string): { bucket: string; prefix: string } {
  const [, bucket, path = ''] = /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:\/(.*))?$/.exec(text) ?? []
  if (bucket === undefined) throw new ConfigError(`"${text}" names no bucket: s3://BUCKET or s3://BUCKET/PREFIX`)
  const prefix = path.replace(/\/+$/, '')
  return { bucket, prefix: prefix === '' ? '' : `${prefix}/` }
}
