import { expect, test } from 'vitest'
import { decode, read } from './generated/api.ts'
import { openReader } from './reader.ts'

const bytes = new Uint8Array(8)

// Types are checked by the compiler only where there is one.
test.each(['Nobody', '', 'toString', '__proto__', 'messages.sendMessage'])(
  "asking for the type '%s' is a TlError",
  (type) => {
    const expected = expect.objectContaining({ name: 'TlError', code: 'UNKNOWN_TYPE' })
    expect(() => Reflect.apply(decode, undefined, [type, bytes])).toThrow(expected)
    expect(() => Reflect.apply(read, undefined, [openReader(bytes), type])).toThrow(expected)
  },
)
