export {
  buildMethodIndex,
  buildWriterIndex,
  type Codec,
  codec,
  codecOf,
  type MethodCodec,
  type Put,
  unknownType,
} from './codec-index.ts'
export { encodeWith } from './encode-with.ts'
export { formatId, TlError, type TlErrorCode } from './error.ts'
export { decodeKeeping, readOrKeep } from './keep-unknown.ts'
export { passingBytes } from './passing-bytes.ts'
export { MAX_DEPTH, openReader, Reader } from './reader.ts'
export { releaseBytes } from './release-bytes.ts'
export { resultOf } from './result-of.ts'
export { isUnknownObject, type KeepUnknown, type UnknownObject } from './unknown-object.ts'
export { Writer } from './writer.ts'
