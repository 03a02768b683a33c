// A process that stores one content after the other in a data folder, releases every third again, and says of each when it is
// acknowledged, until it is killed.
import { join } from 'node:path'
import { systemClock as clock } from '../ports/clock.ts'
import { systemRandom as random } from '../ports/random.ts'
import { openSqliteStore } from '../store/sqlite/sqlite-store.ts'
import { openBlobs } from './open-blobs.ts'

const [data = '', run = ''] = process.argv.slice(2)
const store = openSqliteStore({ path: join(data, 'chappe.db') })
const blobs = await openBlobs({ data }, { store, clock, random })

async function* content(name: string): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < 20; at++) yield Buffer.from(`${name} `.repeat(1_000))
}

const one = async (lane: number): Promise<void> => {
  for (let at = 0; ; at++) {
    const name = `${run}-${lane}-${at}`
    const written = await blobs.write(content(name))
    await store.transaction((tx) => blobs.claimBlob(tx, written))
    process.stdout.write(`+${name}\n`)
    if (at % 3 !== 0) continue
    process.stdout.write(`-${name}\n`)
    await store.transaction((tx) => tx.blobs.release(written.hash))
  }
}
await Promise.all([one(0), one(1), one(2)])
