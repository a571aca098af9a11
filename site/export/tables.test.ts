import { JSDOM } from 'jsdom';
import { describe, expect, it } from 'vitest';
import { tablesOf } from './tables.ts';
import { tablesToCsv, tablesToMarkdown } from './write-tables.ts';

const source = { title: 'RTX 2070', address: 'https://trainmark.example/hardware/rtx-2070/' };

const read = (html: string) => tablesOf([...new JSDOM(html).window.document.querySelectorAll('section')]);

const results = `<section><table data-name="Results">
  <caption>In each setting the fastest first</caption>
  <thead><tr><th>Engine</th><th class="number">Value</th></tr></thead>
  <tbody>
    <tr><th scope="rowgroup" colspan="2" data-name="Workload"><a href="#">VGG16, training</a></th></tr>
    <tr><th scope="rowgroup" colspan="2" data-name="Setting">naive</th></tr>
    <tr><th scope="row">PyTorch CUDA</th><td class="number"><data value="18.0625">18.1 s/epoch</data>
      <span class="settings">one value</span></td></tr>
    <tr><th scope="rowgroup" colspan="2" data-name="Setting">optimized</th></tr>
    <tr><th scope="row">MLX<details>a remark</details></th><td class="number"><data value="2.5">2.5 s/epoch</data></td></tr>
  </tbody>
  <tbody>
    <tr><th scope="rowgroup" colspan="2" data-name="Workload">MNIST CNN, training</th></tr>
    <tr><th scope="row">=cmd|x</th><td class="number">–</td></tr>
  </tbody>
</table></section>`;

describe('tables of a page', () => {
  it('have the headings between the rows in each row, exact numbers and small print', () => {
    const [table] = read(results);
    expect(table).toMatchObject({ name: 'Results', groups: ['Workload', 'Setting'] });
    expect(table!.rows).toEqual([
      {
        groups: ['VGG16, training', 'naive'],
        cells: [
          { text: 'PyTorch CUDA', note: '', value: null },
          { text: '18.1 s/epoch', note: 'one value', value: 18.0625 },
        ],
      },
      {
        groups: ['VGG16, training', 'optimized'],
        cells: [
          { text: 'MLX', note: '', value: null },
          { text: '2.5 s/epoch', note: '', value: 2.5 },
        ],
      },
      {
        groups: ['MNIST CNN, training'],
        cells: [
          { text: '=cmd|x', note: '', value: null },
          { text: '–', note: '', value: null },
        ],
      },
    ]);
  });

  it('become CSV that a spreadsheet computes with and does not execute', () => {
    expect(tablesToCsv(read(results)).split('\r\n')).toEqual([
      'Workload,Setting,Engine,Value,"Value, as shown","Value, note"',
      '"VGG16, training",naive,PyTorch CUDA,18.0625,18.1 s/epoch,one value',
      '"VGG16, training",optimized,MLX,2.5,2.5 s/epoch,',
      `"MNIST CNN, training",,'=cmd|x,,–,`,
      '',
    ]);
  });

  it('become Markdown without markup of strangers', () => {
    const text = tablesToMarkdown(read(results), source);
    expect(text.split('\n').slice(0, 6)).toEqual([
      '**RTX 2070**',
      '',
      '**Results**',
      '',
      '| Workload | Setting | Engine | Value |',
      '| --- | --- | --- | --: |',
    ]);
    expect(text).toContain('| VGG16, training | naive | PyTorch CUDA | 18.1 s/epoch (one value) |');
    expect(text).toContain(String.raw`| =cmd\|x |`);
    expect(text).toContain(`Trainmark: <${source.address}>`);
  });

  it('stand in one CSV with the name of each, and equal columns once', () => {
    const other = `<section><table data-name="Roofline"><thead><tr><th>Work</th><th>Value</th></tr></thead>
      <tbody><tr><td>product</td><td><data value="670.5">671</data></td></tr></tbody></table></section>`;
    expect(
      tablesToCsv(read(other + results))
        .split('\r\n')
        .slice(0, 3),
    ).toEqual([
      'Table,Workload,Setting,Work,Value,"Value, as shown","Value, note",Engine',
      'Roofline,,,product,670.5,671,,',
      'Results,"VGG16, training",naive,,18.0625,18.1 s/epoch,one value,PyTorch CUDA',
    ]);
  });
});

describe('results without a table', () => {
  it('are rows below the heading of their part', () => {
    const tables = read(`
      <section><h3 data-name="Work"><a href="#">VGG16</a>, training</h3>
        <article data-line><span data-cell="Setting">naive</span>: <strong data-cell="Value"><data value="4.25">4.3 s</data></strong></article>
      </section>
      <section><h3 data-name="Work">copy</h3>
        <article data-line><span data-cell="Setting">1 MB</span> <span data-cell="Interval">3 to 4</span></article>
      </section>`);
    expect(tablesToCsv(tables).split('\r\n')).toEqual([
      'Work,Setting,Value,"Value, as shown",Interval',
      '"VGG16, training",naive,4.25,4.3 s,',
      'copy,1 MB,,,3 to 4',
      '',
    ]);
  });
});
