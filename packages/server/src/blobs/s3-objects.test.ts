import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import S3rver from 's3rver'
import { afterAll, beforeAll } from 'vitest'
import { objectsContract } from './contract/objects-contract.ts'
import type { ObjectStore } from './objects.ts'
import { openS3Objects } from './s3-objects.ts'

const folder = mkdtempSync(join(tmpdir(), 'chappe-s3-'))
const server = new S3rver({
  ...{ port: 0, address: '127.0.0.1', silent: true, directory: folder },
  configureBuckets: [{ name: 'files', configs: [] }],
})
let objects: ObjectStore

beforeAll(async () => {
  const { port } = await server.run()
  objects = openS3Objects({
    ...{ bucket: 'files', prefix: 'some/where/', endpoint: `http://127.0.0.1:${port}` },
    client: { region: 'eu-west-1', credentials: { accessKeyId: 'S3RVER', secretAccessKey: 'S3RVER' } },
  })
})
afterAll(async () => {
  await objects.close()
  await server.close()
  rmSync(folder, { recursive: true, force: true })
})

objectsContract('in S3', () => objects, 17_000_000)
