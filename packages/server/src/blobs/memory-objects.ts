import { checkObjectName, ObjectError, type ObjectStore } from './objects.ts'

/** Objects of a server that forgets everything when it ends. */
export function createMemoryObjects(now: () => number): ObjectStore {
  const objects = new Map<string, { readonly bytes: Uint8Array; readonly writtenAt: number }>()
  return {
    async write(name, content) {
      checkObjectName(name)
      const parts: Uint8Array[] = []
      for await (const part of content) parts.push(part.slice())
      objects.set(name, { bytes: Buffer.concat(parts), writtenAt: now() })
    },
    async read(name, offset, length) {
      checkObjectName(name)
      const object = objects.get(name)
      if (object === undefined) throw new ObjectError('MISSING', name)
      if (offset + length > object.bytes.length) throw new ObjectError('SHORT', name)
      return new Uint8Array(object.bytes.subarray(offset, offset + length))
    },
    async size(name) {
      return objects.get(name)?.bytes.length
    },
    async remove(name) {
      objects.delete(name)
    },
    async list(after, limit) {
      const names = [...objects.keys()].filter((name) => name > after).sort()
      return names.slice(0, limit).flatMap((name) => {
        const object = objects.get(name)
        return object === undefined ? [] : [{ name, size: object.bytes.length, writtenAt: object.writtenAt }]
      })
    },
    async removeUnfinished() {},
    async close() {},
  }
}
