import { describe, expect, it } from 'vitest';
import { findFault, fitTo, forms } from './forms.ts';

describe('what tools tell behind a phrase', () => {
  it.each([
    ['ssh: Could not resolve hostname gpu-box', 'gpu-box'],
    ['getaddrinfo ENOTFOUND gpu-box', 'gpu-box'],
    ['connect ECONNREFUSED titan:8080', 'titan'],
    ['Connection refused by titan<51234>', 'titan'],
    ['host=titan', 'titan'],
    ['hostname titan', 'titan'],
    ["KeyError: 'HOSTNAME titan'", 'titan'],
    ['MemoryError on machine jane-box2', 'jane'],
    ['nid001234', 'nid'],
    ['srv-dc01', 'dc01'],
    ['SRV-DC01', 'DC01'],
    ['cn042', 'cn042'],
    ['dgx-a100-03', 'a100'],
    ['vm-12345678', '12345678'],
    ['mac-mini-von-jane', 'jane'],
    ['unknown user jane', 'jane'],
    ['login as jane', 'jane'],
    ['Permission denied: jane', 'jane'],
    ['docker: user jane is not allowed', 'jane'],
    ['Passwort geheim', 'geheim'],
    ['mot de passe: secret', 'secret'],
    ['pw geheim123', 'geheim'],
    ['пароль секрет', 'секрет'],
    ['Телефон +7 912 345-67-89', '912'],
    ['téléphone 06 12 34 56 78', '34 56'],
    ['CPF 123.456.789-09', '456'],
    ['AHV 756.1234.5678.97', '5678'],
    ['NIF 12345678Z', '12345678'],
    ['身份证 11010519491231002X', '1949'],
    ['INSEE 1 85 12 75 108 123 45', '108'],
    ['Rue de la Paix 12, 75002 Paris', 'Paix'],
    ['221B Baker Street London', 'Baker'],
    ['北京市朝阳区建国路88号', '建国'],
    ['born on May 12, 1984', '1984'],
    ['geboren am 12. Mai 1984', '1984'],
    ['j a n e @ a c m e . c o m', 'a c m'],
  ])('%s is refused in a reason, and the value is left out', (text, value) => {
    for (const whole of [text, `failed: ${text}`, `it broke (${text})`]) {
      expect(findFault(whole, forms.sentence), whole).not.toBeNull();
      const fitted = fitTo(whole, forms.sentence);
      expect(fitted).not.toContain(value);
      expect(findFault(fitted, forms.sentence), fitted).toBeNull();
    }
  });

  it('keeps the phrase, which tells what failed', () => {
    expect(fitTo('getaddrinfo ENOTFOUND gpu-box', forms.sentence)).toBe('getaddrinfo ENOTFOUND …');
    expect(fitTo('ssh: Could not resolve hostname gpu-box: try again', forms.sentence)).toBe(
      'ssh: Could not resolve hostname …: try again',
    );
  });

  it.each([
    'RuntimeError: Expected all tensors to be on the same device, but found at least two devices, cuda:0 and cpu!',
    "Permission denied: 'libcuda.so.1'",
    'Connection to the worker was lost',
    'could not connect to the display server',
    'the machine has 8 cores; copy from host memory to device memory failed',
    'kernel driver does not appear to be running on this host',
    'RFC 8259 says that it is not allowed',
    'ran on node 10 of the NUMA machine',
    'at server startup the port was taken',
    'connect to GPU failed',
    'unknown user-defined operation; the user limits memory, the user who started it has no rights',
    'der Benutzer hat abgebrochen',
    'password required',
    'Connection to files.pythonhosted.org timed out',
    'model-00001-of-00002.safetensors is missing',
    'layer01 and step005 differ',
    'failed to connect to all addresses; last error: UNAVAILABLE',
    'hostname resolution failed',
  ])('says nothing about %s', (text) => expect(findFault(text, forms.sentence)).toBeNull());
});

describe('the name of a language model', () => {
  it.each([
    'getaddrinfo ENOTFOUND titan.acme',
    'connect ECONNREFUSED titan:8080',
    'jane.miller',
    'localhost:8888',
    'titan.intra',
    '北京市朝阳区建国路88号',
    'the machine of Jane',
    'my private model',
  ])('has a family, a size or a format of weights, unlike %s', (text) => {
    expect(findFault(text, forms.modelName)).not.toBeNull();
    expect(findFault(fitTo(text, forms.modelName), forms.modelName)).toBeNull();
  });
});
