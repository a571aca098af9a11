/** @file What owners of other languages write beside the name of a chip, in the words of the names. Pure. */

/** Words without accents, in small letters. German, French, Spanish, Portuguese, Italian, Russian, Chinese, Japanese, Korean. */
const translated: readonly [RegExp, string][] = [
  [
    /\b(?:grafikkarte|carte graphique|tarjeta grafica|placa de video|scheda (?:video|grafica)|(?:video|graphics?) ?card)\b/g,
    ' gpu ',
  ],
  [/видеокарт[а-я]*|显卡|顯卡|グラフィック[ァ-ー]*|그래픽 ?카드/g, ' gpu '],
  [/\b(?:prozessor|processeur|procesador|processador|processore)\b/g, ' cpu '],
  [/процессор[а-я]*|处理器|處理器|プロセッサー?|프로세서/g, ' cpu '],
  [
    /\b(?:portable|portatile?)\b|ноутбук[а-я]*|笔记本(?:电脑)?|筆電|ノート(?:パソコン|pc)?|노트북/g,
    ' laptop ',
  ],
  [/(\d) ?(?:go\b|гб)/g, '$1gb'],
  [/(\d)[ -]?(?:(?:kerne?|coeurs?|nucleos?)\b|яд[а-я]+|核|コア|코어)/g, '$1 core'],
];

/** A text with the words of other languages as the names have them. */
export function inEnglish(text: string): string {
  const plain = text
    .normalize('NFD')
    .replace(/(?<=[a-z])\p{M}+/giu, '')
    .normalize('NFC')
    .toLowerCase()
    .replaceAll('œ', 'oe');
  return translated.reduce((english, [form, word]) => english.replace(form, word), plain).trim();
}
