import telegram from 'telegram'
import extensions from 'telegram/extensions/index.js'
import type { Case } from './cases.ts'
import { isPlain, type Prepared } from './subject.ts'

const { Api, helpers } = telegram
const { BinaryReader } = extensions

interface GramObject {
  getBytes(): Uint8Array
}

function isGramObject(value: unknown): value is GramObject {
  return typeof value === 'object' && value !== null && 'getBytes' in value
}

/** `messages.sendMessage` is the class `Api.messages.SendMessage`. */
function findClass(name: string): new (fields: object) => GramObject {
  const path = name.split('.')
  const local = path.pop() ?? ''
  let owner: object = Api
  for (const part of path) owner = Object(Reflect.get(owner, part))
  return Reflect.get(owner, local.charAt(0).toUpperCase() + local.slice(1))
}

function toGram(value: unknown): unknown {
  if (typeof value === 'bigint') return helpers.returnBigInt(value.toString())
  if (value instanceof Uint8Array) return Buffer.from(value)
  if (Array.isArray(value)) return value.map(toGram)
  if (!isPlain(value)) return value
  const { _: name, ...fields } = value
  return new (findClass(String(name)))(
    Object.fromEntries(Object.entries(fields).map(([key, inner]) => [key, toGram(inner)])),
  )
}

export function prepareGramjs({ value }: Case): Prepared {
  const object = toGram(value)
  if (!isGramObject(object)) throw new TypeError('A case is a TL object')
  const encode = (): Uint8Array => object.getBytes()
  const bytes = Buffer.from(encode())
  return { encode, decode: () => new BinaryReader(bytes).tgReadObject() }
}
