/**
 * The 333 emoji from which the key of a call is shown, in the documented order ("End-to-End Encrypted Voice Calls": Key
 * Verification). The order is part of the protocol: both sides index the same list.
 */
export const CALL_EMOJI: readonly string[] = [
  '😉 😍 😛 😭 😱 😡 😎 😴 😵 😈 😬 😇 😏 👮 👷 💂 👶 👨 👩 👴',
  '👵 😻 😽 🙀 👺 🙈 🙉 🙊 💀 👽 💩 🔥 💥 💤 👂 👀 👃 👅 👄 👍',
  '👎 👌 👊 ✌ ✋ 👐 👆 👇 👉 👈 🙏 👏 💪 🚶 🏃 💃 👫 👪 👬 👭',
  '💅 🎩 👑 👒 👟 👞 👠 👕 👗 👖 👙 👜 👓 🎀 💄 💛 💙 💜 💚 💍',
  '💎 🐶 🐺 🐱 🐭 🐹 🐰 🐸 🐯 🐨 🐻 🐷 🐮 🐗 🐴 🐑 🐘 🐼 🐧 🐥',
  '🐔 🐍 🐢 🐛 🐝 🐜 🐞 🐌 🐙 🐚 🐟 🐬 🐋 🐐 🐊 🐫 🍀 🌹 🌻 🍁',
  '🌾 🍄 🌵 🌴 🌳 🌞 🌚 🌙 🌎 🌋 ⚡ ☔ ❄ ⛄ 🌀 🌈 🌊 🎓 🎆 🎃',
  '👻 🎅 🎄 🎁 🎈 🔮 🎥 📷 💿 💻 ☎ 📡 📺 📻 🔉 🔔 ⏳ ⏰ ⌚ 🔒',
  '🔑 🔎 💡 🔦 🔌 🔋 🚿 🚽 🔧 🔨 🚪 🚬 💣 🔫 🔪 💊 💉 💰 💵 💳',
  '✉ 📫 📦 📅 📁 ✂ 📌 📎 ✒ ✏ 📐 📚 🔬 🔭 🎨 🎬 🎤 🎧 🎵 🎹',
  '🎻 🎺 🎸 👾 🎮 🃏 🎲 🎯 🏈 🏀 ⚽ ⚾ 🎾 🎱 🏉 🎳 🏁 🏇 🏆 🏊',
  '🏄 ☕ 🍼 🍺 🍷 🍴 🍕 🍔 🍟 🍗 🍱 🍚 🍜 🍡 🍳 🍞 🍩 🍦 🎂 🍰',
  '🍪 🍫 🍭 🍯 🍎 🍏 🍊 🍋 🍒 🍇 🍉 🍓 🍑 🍌 🍐 🍍 🍆 🍅 🌽 🏡',
  '🏥 🏦 ⛪ 🏰 ⛺ 🏭 🗻 🗽 🎠 🎡 ⛲ 🎢 🚢 🚤 ⚓ 🚀 ✈ 🚁 🚂 🚋',
  '🚎 🚌 🚙 🚗 🚕 🚛 🚨 🚔 🚒 🚑 🚲 🚠 🚜 🚦 ⚠ 🚧 ⛽ 🎰 🗿 🎪',
  '🎭 🇯🇵 🇰🇷 🇩🇪 🇨🇳 🇺🇸 🇫🇷 🇪🇸 🇮🇹 🇷🇺 🇬🇧 1⃣ 2⃣ 3⃣ 4⃣ 5⃣ 6⃣ 7⃣ 8⃣ 9⃣',
  '0⃣ 🔟 ❗ ❓ ♥ ♦ 💯 🔗 🔱 🔴 🔵 🔶 🔷',
]
  .join(' ')
  .split(' ')
