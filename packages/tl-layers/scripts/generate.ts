/** Writes src/generated from schema/api.tl and every earlier layer. Run by the build and after every change of schema/. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { findLayersSeen, generateDefinitions, generateLayers, link } from '@chappe/tl-schema'
import { load, stopOn } from '../../tl-codec/scripts/schema-files.ts'

const history = load('history/api.tl')
// Over all layers most names have several definitions, which is an error in a schema of one layer only.
const { schema, diagnostics } = link([load('api.tl'), history], { checkNumbers: false })
stopOn(
  'history/api.tl',
  diagnostics.filter(({ code }) => code !== 'duplicate-name'),
)
const modules = { runtime: '@chappe/tl-codec', support: '../support.ts' }
// Telethon and GramJS name people by an InputPeer wherever they are asked for an InputUser.
const aliases = {
  InputUser: {
    inputPeerUser: 'inputUser',
    inputPeerSelf: 'inputUserSelf',
    inputPeerUserFromMessage: 'inputUserFromMessage',
  },
}
const files = [
  generateDefinitions(schema, 'api', findLayersSeen(history)),
  generateLayers(schema, 'api', schema.layer ?? 0, modules, aliases),
]
const folder = new URL('../src/generated/', import.meta.url)
mkdirSync(folder, { recursive: true })
for (const { name, text } of files) writeFileSync(new URL(name, folder), text)
