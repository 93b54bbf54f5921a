// A client made of Go's own transparency-log packages (golang.org/x/mod/sumdb/note and tlog), as go.sum checking uses them.
//
// Usage: [TLOG_TOKEN=…] sumdb URL VKEY
//
// Opens the checkpoint with note.Open, reads hashes through tlog.TileHashReader, which authenticates every tile against
// the root, then proves and checks records, older trees and the leaf hashes of all entries.
package main

import (
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"io"
	"net/http"
	"os"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

type log struct{ url string }

func (l log) Height() int { return 8 }

// C2SP paths leave out the height that Go's have: tile/8/0/001 is tile/0/001.
func (l log) path(t tlog.Tile) string {
	return "tile/" + strings.TrimPrefix(t.Path(), "tile/8/")
}

func (l log) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	var data [][]byte
	for _, t := range tiles {
		b, err := l.get(l.path(t))
		if err != nil {
			return nil, err
		}
		data = append(data, b)
	}
	return data, nil
}

func (l log) SaveTiles([]tlog.Tile, [][]byte) {}

func (l log) get(path string) ([]byte, error) {
	request, err := http.NewRequest("GET", l.url+"/"+path, nil)
	if err != nil {
		return nil, err
	}
	if token := os.Getenv("TLOG_TOKEN"); token != "" {
		request.Header.Set("Authorization", "Bearer "+token)
	}
	r, err := http.DefaultClient.Do(request)
	if err != nil {
		return nil, err
	}
	defer r.Body.Close()
	if r.StatusCode != 200 {
		return nil, fmt.Errorf("%s: %s", path, r.Status)
	}
	return io.ReadAll(r.Body)
}

func must(err error) {
	if err != nil {
		fmt.Println("DOES NOT HOLD:", err)
		os.Exit(1)
	}
}

func (l log) checkpoint(vkey string) tlog.Tree {
	verifier, err := note.NewVerifier(vkey)
	must(err)
	raw, err := l.get("checkpoint")
	must(err)
	n, err := note.Open(raw, note.VerifierList(verifier))
	must(err)
	lines := strings.Split(n.Text, "\n")
	if lines[0] != verifier.Name() {
		must(fmt.Errorf("origin %q", lines[0]))
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	must(err)
	root, err := base64.StdEncoding.DecodeString(lines[2])
	must(err)
	tree := tlog.Tree{N: size}
	copy(tree.Hash[:], root)
	return tree
}

func (l log) entries(size int64) [][]byte {
	var entries [][]byte
	for n := int64(0); n*256 < size; n++ {
		width := size - n*256
		if width > 256 {
			width = 256
		}
		t := tlog.Tile{H: 8, L: -1, N: n, W: int(width)}
		b, err := l.get("tile/entries/" + strings.TrimPrefix(t.Path(), "tile/8/data/"))
		must(err)
		for len(b) > 0 {
			length := int(binary.BigEndian.Uint16(b))
			entries = append(entries, b[2:2+length])
			b = b[2+length:]
		}
	}
	return entries
}

func main() {
	l := log{os.Args[1]}
	tree := l.checkpoint(os.Args[2])
	hashes := tlog.TileHashReader(tree, l)
	entries := l.entries(tree.N)
	if int64(len(entries)) != tree.N {
		must(fmt.Errorf("%d entries instead of %d", len(entries), tree.N))
	}
	for i, entry := range entries {
		stored, err := hashes.ReadHashes([]int64{tlog.StoredHashIndex(0, int64(i))})
		must(err)
		if stored[0] != tlog.RecordHash(entry) {
			must(fmt.Errorf("entry %d", i))
		}
	}
	for _, i := range []int64{0, tree.N / 3, tree.N - 1} {
		proof, err := tlog.ProveRecord(tree.N, i, hashes)
		must(err)
		must(tlog.CheckRecord(proof, tree.N, tree.Hash, i, tlog.RecordHash(entries[i])))
		older, err := tlog.TreeHash(i+1, hashes)
		must(err)
		consistency, err := tlog.ProveTree(tree.N, i+1, hashes)
		must(err)
		must(tlog.CheckTree(consistency, tree.N, tree.Hash, i+1, older))
	}
	fmt.Printf("note.Open, TileHashReader, CheckRecord and CheckTree accept the log of %d entries\n", tree.N)
}
