import { randomBytes } from 'node:crypto'
import {
  DH_GENERATOR,
  DH_PRIME,
  dhSharedKey,
  factorPq,
  generateDhKeyPair,
  generatePrivateKey,
  rsaPad,
  rsaUnpad,
} from '@chappe/crypto'
import { factorizePQSync } from '@mtcute/core/utils.js'
import { NodeCryptoProvider } from '@mtcute/node/utils.js'
import { Factorizator } from 'telegram/crypto/Factorizator.js'
import { returnBigInt } from 'telegram/Helpers.js'
import type { BenchRow } from '../row.ts'
import { medianMilliseconds, milliseconds } from './measure.ts'

const random = (length: number): Uint8Array => new Uint8Array(randomBytes(length))

/** Numbers of the size that the public servers choose: products of two primes of 31 bits. */
const PRIMES = [1229739323n, 1402015859n, 1610612741n, 2147483563n, 2147483587n, 2147483629n, 2147483647n]
const PQ = PRIMES.flatMap((p, i) => PRIMES.slice(i + 1).map((q) => p * q))

type Report = (op: string, subject: string, value: number, unit: string) => void

/** The parts of a key exchange that take time: the client's proof of work, and all that a server computes. */
export function handshake(report: (row: BenchRow) => void): void {
  const row: Report = (op, subject, value, unit) =>
    report({ bench: 'crypto', case: 'key exchange', op, subject, value, unit })
  factoring(row)
  serverSide(row)
}

function factoring(row: Report): void {
  const crypto = new NodeCryptoProvider()
  const mtcuteInputs = PQ.map((pq) => new Uint8Array(Buffer.from(pq.toString(16).padStart(16, '0'), 'hex')))
  row('factor pq, median', 'chappe', medianMilliseconds(PQ, factorPq), 'ms')
  row(
    'factor pq, median',
    'mtcute',
    medianMilliseconds(mtcuteInputs, (pq) => factorizePQSync(crypto, pq)),
    'ms',
  )
  const gramjsInputs = PQ.map((pq) => returnBigInt(String(pq)))
  row(
    'factor pq, median',
    'gramjs',
    medianMilliseconds(gramjsInputs, (pq) => Factorizator.factorize(pq)),
    'ms',
  )
}

function serverSide(row: Report): void {
  const key = generatePrivateKey(random)
  const block = rsaPad(random(120), key.publicKey, random)
  const client = generateDhKeyPair(random, DH_GENERATOR, DH_PRIME)
  // The exponent length that the server uses; dh.ts says why.
  const own = generateDhKeyPair(random, DH_GENERATOR, DH_PRIME, 512)
  const [rsa = 0, public512 = 0, shared512 = 0, public2048 = 0] = milliseconds([
    () => rsaUnpad(block, key),
    () => generateDhKeyPair(random, DH_GENERATOR, DH_PRIME, 512),
    () => dhSharedKey(client.public, own.secret, DH_PRIME),
    () => generateDhKeyPair(random, DH_GENERATOR, DH_PRIME),
  ])
  row('server: RSA_PAD opened', 'chappe', rsa, 'ms')
  row('server: g^a, a of 512 bits', 'chappe', public512, 'ms')
  row('server: g_b^a, a of 512 bits', 'chappe', shared512, 'ms')
  row('server: all of a handshake', 'chappe', rsa + public512 + shared512, 'ms')
  row('g^a, a of 2048 bits', 'chappe', public2048, 'ms')
}
