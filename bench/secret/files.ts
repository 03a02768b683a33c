import { createFileDecryptor, createFileEncryptor } from '@chappe/crypto'
import { milliseconds } from '../crypto/measure.ts'
import { subjects } from '../crypto/subjects.ts'
import type { BenchRow } from '../row.ts'
import { random } from './pair.ts'

/** A part, as clients upload files. */
const PART_BYTES = 524_288

/** A file of a secret chat, part by part, beside the same bytes in IGE by others. */
export function files(report: (row: BenchRow) => void): void {
  const [key, iv, part] = [random(32), random(32), random(PART_BYTES)]
  const row = (op: string, subject: string, ms: number): void => {
    const value = Number((PART_BYTES / ms / 1000).toPrecision(4))
    report({ bench: 'secret', case: 'file', op, subject, value, unit: 'MB/s' })
  }
  const encryptor = createFileEncryptor(key, iv, random)
  const decryptor = createFileDecryptor(key, iv, Number.MAX_SAFE_INTEGER)
  const others = subjects({ authKey: random(256), key, iv }).filter(({ name }) => name !== 'chappe')
  const encryption = milliseconds([
    () => encryptor.update(part),
    ...others.map((subject) => () => subject.igeEncrypt(part)),
  ])
  const decryption = milliseconds([
    () => decryptor.update(part),
    ...others.map((subject) => () => subject.igeDecrypt(part)),
  ])
  for (const [at, name] of ['chappe', ...others.map((subject) => subject.name)].entries()) {
    row('encrypted', name, encryption[at] ?? 0)
    row('decrypted', name, decryption[at] ?? 0)
  }
}
