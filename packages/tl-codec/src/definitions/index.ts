/** Schemas as data: for code that walks definitions and reads and writes values by them, such as the codec of all layers. */
export {
  type Condition,
  type Definition,
  type Field,
  type Primitive,
  parseDefinitions,
  parseType,
  type Type,
} from './definition.ts'
export {
  Bool,
  bytes,
  double,
  int,
  int128,
  int256,
  long,
  nat,
  primitives,
  readPrimitive,
  string,
} from './primitives.ts'
