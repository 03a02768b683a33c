import type { Case } from './cases.ts'
import { ProtobufSchema } from './protobuf-schema.ts'
import { isPlain, type Prepared } from './subject.ts'

export function prepareProtobuf({ value }: Case): Prepared {
  if (!isPlain(value)) throw new TypeError('A case is a TL object')
  const schema = new ProtobufSchema(value)
  const type = schema.typeOf(value._)
  const message = type.fromObject(schema.fields(value))
  const encode = (): Uint8Array => type.encode(message).finish()
  const bytes = encode()
  return { encode, decode: () => type.decode(bytes) }
}
