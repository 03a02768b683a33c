// A process that stores one value after the other, and says of each when it is acknowledged, until it is killed.
import { openSqliteStore } from '../sqlite-store.ts'

const [path] = process.argv.slice(2)
if (path === undefined) throw new TypeError('the path of the store is to be given')
const store = openSqliteStore({ path })
for (let i = 1; ; i++) {
  await store.transaction((tx) => tx.settings.put(`value ${i}`, Uint8Array.of(i & 0xff)))
  process.stdout.write(`${i}\n`)
}
