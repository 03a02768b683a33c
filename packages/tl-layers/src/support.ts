/** What the generated readers and writers of all layers stand on. */
export type { LayerWriters as Layer } from './layer-writers.ts'
export * as put from './put.ts'
export type { TlObject } from './tl-object.ts'
export { upgradeById as upgrade } from './upgrade.ts'
