import { deepStrictEqual, strictEqual, throws } from 'node:assert'
import { AuthKey, CryptoError, openMessage, sealMessage, sha256, toHex } from '@chappe/crypto'

const key = new AuthKey(new Uint8Array(256).fill(7))
const plaintext = crypto.getRandomValues(new Uint8Array(64))
const packet: Uint8Array = sealMessage(key, 'client', plaintext)
deepStrictEqual(openMessage(key, 'client', packet), plaintext)
packet[30] = (packet[30] ?? 0) ^ 1
throws(() => openMessage(key, 'client', packet), CryptoError)
strictEqual(toHex(sha256(new Uint8Array())).slice(0, 8), 'e3b0c442')
console.log('fine')
